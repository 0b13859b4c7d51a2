"""Routes of the board and of the institutions themselves."""

from django.urls import path

from zhiyin.institutions.views import board, board_export, duties, handover, obligation, profile, replay

urlpatterns = [
    path("institutions", board.rule_list, name="rules"),
    path("institutions/<str:name>", board.rule, name="rule"),
    path("app/institutions", board.board, name="board"),
    path("app/institutions/profile", profile.profile, name="profile"),
    path("app/institutions/<str:name>", board.institution, name="institution"),
    path("app/institutions/<str:name>/export", board_export.institution_export, name="institution_export"),
    path("app/institutions/<str:name>/replay", replay.replay, name="replay"),
    path("app/obligations/<uuid:obligation_id>", obligation.obligation, name="obligation"),
    path("app/duties", duties.mine, name="duties"),
    path("app/duties/<int:year>/<int:number>", duties.month, name="duties_month"),
    path("app/duties/<int:year>", duties.plan, name="duties_plan"),
    path("app/duties/handover/<uuid:post_id>", handover.handed_over, name="handover"),
    path("app/duties/handover/<uuid:post_id>/print", handover.handover_printed, name="handover_print"),
    path("app/duties/dissolved", handover.dissolved, name="dissolved"),
    path("app/duties.ics", duties.feed, name="duties_feed"),
]
