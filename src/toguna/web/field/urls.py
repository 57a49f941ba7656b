"""Addresses of the agents' door."""

from django.urls import path

from toguna.web.field import account, forms, known_names, page, records, submission

app_name = "field"

urlpatterns = [
    path("", page.page, name="page"),
    path("worker.js", page.service_worker, name="service-worker"),
    path("manifest.webmanifest", page.manifest, name="manifest"),
    path("built/<path:name>", page.bundle_file, name="bundle"),
    path("account.json", account.account, name="account"),
    path("forms.json", forms.forms, name="forms"),
    path("forms/<int:pk>/", forms.one_form, name="form"),
    path("forms/<int:pk>/form.xml", forms.form_xml, name="form-xml"),
    path("forms/<int:pk>/files/<str:name>", forms.form_file, name="form-file"),
    path("records.json", records.records, name="records"),
    path("records/<uuid:pk>/answers", records.answers, name="answers"),
    path("records/<uuid:pk>/files/<int:file>", records.record_file, name="record-file"),
    path("names", known_names.names, name="names"),
    path("submission", submission.submission, name="submission"),
]
