"""Addresses of the device door: the server URL in ODK Collect is …/openrosa, or …/openrosa/key/<token>."""

from django.urls import path

from toguna.web.openrosa import views

app_name = "openrosa"

urlpatterns = [
    path("formList", views.form_list, name="form-list"),
    path("forms/<str:form_id>/<str:version>.xml", views.form, name="form"),
    path("submission", views.submission, name="submission"),
    path("key/<str:token>/formList", views.form_list, name="form-list-by-token"),
    path("key/<str:token>/forms/<str:form_id>/<str:version>.xml", views.form, name="form-by-token"),
    path("key/<str:token>/submission", views.submission, name="submission-by-token"),
]
