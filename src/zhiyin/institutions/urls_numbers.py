"""Routes of 本企业的数."""

from django.urls import path

from zhiyin.institutions.views import numbers

urlpatterns = [
    path("app/institutions/numbers", numbers.listed, name="numbers"),
    path("app/institutions/numbers/export.yaml", numbers.export, name="numbers_export"),
    path("app/institutions/numbers/set/<str:rule_id>", numbers.form, name="number_form"),
    path("app/institutions/numbers/set/<str:rule_id>/check", numbers.check, name="number_check"),
    path("app/institutions/numbers/<uuid:number_id>", numbers.show, name="number"),
    path("app/institutions/numbers/<uuid:number_id>/<slug:name>", numbers.decide, name="number_decide"),
]
