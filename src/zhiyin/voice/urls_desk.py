"""Routes of officers' desks."""

from django.urls import path

from zhiyin.voice.views.desk import (
    alerts,
    bulk,
    case,
    export,
    imports,
    inbox,
    intake,
    posters,
    saved,
    today,
)

urlpatterns = [
    path("app/inbox", inbox.show, name="inbox"),
    path("app/inbox/bulk/<slug:name>", bulk.act, name="bulk"),
    path("app/inbox/bulk/runs/<uuid:run_id>", bulk.result, name="bulk_run"),
    path("app/inbox/bulk/runs/<uuid:run_id>/undo", bulk.undo, name="bulk_undo"),
    path("app/inbox/export.xlsx", export.download, name="export"),
    path("app/inbox/print", export.printed, name="inbox_print"),
    path("app/inbox/views", saved.index, name="saved_views"),
    path("app/inbox/views/new", saved.new, name="saved_view_new"),
    path("app/inbox/views/<uuid:view_id>", saved.change, name="saved_view"),
    path("app/inbox/views/<uuid:view_id>/end", saved.end, name="saved_view_end"),
    path("app/inbox/views/<uuid:view_id>/take-up", saved.take_up, name="saved_view_take_up"),
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
