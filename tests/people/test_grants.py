import pytest

from zhiyin.people.models import Grant, Holding
from zhiyin.people.refusals import Refused
from zhiyin.people.services import grants, posts


def test_one_person_never_becomes_two_of_the_three_administrators(enterprise, acting):
    post = posts.open_post(acting=acting("system_admin"), unit=enterprise.units["YS"], title="备用管理")
    grants.give_grant(
        acting=acting("system_admin"), role="audit_admin", unit=enterprise.units["YS"], post=post
    )
    with pytest.raises(Refused, match="不能同时是"):
        posts.take_post(
            acting=acting("system_admin"), post=post, employee=enterprise.people["security_admin"]
        )
    assert not Holding.objects.filter(post=post).exists()


def test_a_grant_that_would_clash_in_one_holder_is_refused(enterprise, acting):
    with pytest.raises(Refused, match="不能同时是"):
        grants.give_grant(
            acting=acting("union_officer"),
            role="union_officer",
            unit=enterprise.units["YS90"],
            post=enterprise.posts["handler"],
        )


def test_union_powers_come_from_the_union_alone(enterprise, acting):
    post = posts.open_post(acting=acting("union_officer"), unit=enterprise.units["YS01"], title="分会主席")
    with pytest.raises(Refused):
        grants.give_grant(
            acting=acting("system_admin"), role="union_officer", unit=enterprise.units["YS01"], post=post
        )
    grants.give_grant(
        acting=acting("union_officer"), role="union_officer", unit=enterprise.units["YS01"], post=post
    )
    with pytest.raises(Refused):
        posts.take_post(acting=acting("system_admin"), post=post, employee=enterprise.people["colleague"])
    posts.take_post(acting=acting("union_officer"), post=post, employee=enterprise.people["colleague"])
    assert acting("colleague").over("/YS/YS01/YS0101/", "union_officer")
    assert not acting("colleague").over("/YS/YS02/", "union_officer")


def test_nobody_grants_to_their_own_post(enterprise, acting):
    with pytest.raises(Refused):
        grants.give_grant(
            acting=acting("system_admin"),
            role="discipline_officer",
            unit=enterprise.units["YS"],
            post=enterprise.posts["system_admin"],
        )


def test_nobody_puts_themselves_on_a_post_with_powers(enterprise, acting):
    with pytest.raises(Refused):
        posts.take_post(
            acting=acting("system_admin"),
            post=enterprise.posts["discipline_officer"],
            employee=enterprise.people["system_admin"],
        )


def test_a_handed_over_post_keeps_its_powers_and_the_giver_loses_them(enterprise, acting):
    posts.hand_over(
        acting=acting("system_admin"),
        post=enterprise.posts["handler"],
        giver=enterprise.people["handler"],
        taker=enterprise.people["stranger"],
    )
    assert acting("stranger").has("handler")
    assert not acting("handler").has("handler")


def test_a_security_administrator_ends_a_grant_but_gives_none(enterprise, acting):
    grant = Grant.objects.get(role="handler", unit__code="YS90")
    grants.end_grant(acting=acting("security_admin"), grant=grant)
    assert not acting("handler").has("handler")
    with pytest.raises(Refused):
        grants.give_grant(
            acting=acting("security_admin"),
            role="handler",
            unit=grant.unit,
            post=enterprise.posts["handler"],
        )
