"""Routes of officers' desks."""

from django.urls import path

from zhiyin.voice.views.desk import alerts, bulk, case, export, imports, inbox, intake, posters, today

urlpatterns = [
    path("app/inbox", inbox.show, name="inbox"),
    path("app/inbox/dispatch", bulk.dispatch, name="bulk_dispatch"),
    path("app/inbox/export.xlsx", export.download, name="export"),
    path("app/discipline", inbox.discipline, name="discipline"),
    path("app/cases/<uuid:demand_id>", case.show, name="desk_case"),
    path("app/cases/<uuid:demand_id>/do/<slug:name>", case.do, name="desk_do"),
    path("app/cases/<uuid:demand_id>/print", case.sheet, name="desk_sheet"),
    path("app/today", today.show, name="today"),
    path("app/alerts", alerts.show, name="alerts"),
    path("app/alerts/<uuid:alert_id>/take-up", alerts.take_up, name="alert_take_up"),
    path("app/intake", intake.show, name="intake"),
    path("app/posters", posters.show, name="posters"),
    path("app/posters/print", posters.sheets, name="posters_print"),
    path("app/posters/posters.pdf", posters.pdf, name="posters_pdf"),
    path("app/posters/<uuid:poster_id>/end", posters.end, name="poster_end"),
    path("app/import", imports.show, name="import"),
]
