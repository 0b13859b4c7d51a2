"""The inbox: whose turn it is, the order of dates, and what a list may tell."""


def test_a_new_demand_is_the_offices_turn_and_nobody_elses(client_as, walk):
    demand = walk().demand
    page = client_as("demand_officer").get("/app/inbox")
    assert demand.title in page.content.decode()
    for other in ("workshop_handler", "union_officer", "workshop_leader", "reviewer"):
        assert demand.title not in client_as(other).get("/app/inbox").content.decode()


def test_after_dispatch_it_is_the_turn_of_the_post_that_holds_it(client_as, walk):
    demand = walk().accepted().dispatched().demand
    assert demand.title in client_as("workshop_handler").get("/app/inbox").content.decode()
    assert demand.title not in client_as("handler").get("/app/inbox?view=open").content.decode()
