"""Addresses of the device door: the server URL in ODK Collect is …/openrosa, or …/openrosa/key/<token>."""

from django.urls import path, re_path

from toguna.web.openrosa import forms, submission
from toguna.web.openrosa.sign_in import nothing_here

app_name = "openrosa"

ADDRESSES = (
    ("formList", forms.form_list, "form-list"),
    ("forms/<int:pk>.xml", forms.form, "form"),
    ("forms/<int:pk>/manifest.xml", forms.manifest, "manifest"),
    ("forms/<int:pk>/media/<path:name>", forms.media, "media"),
    ("submission", submission.submission, "submission"),
)

urlpatterns = [
    *(path(address, view, name=name) for address, view, name in ADDRESSES),
    *(path(f"key/<str:token>/{address}", view, name=f"{name}-by-token") for address, view, name in ADDRESSES),
    # Whatever else it is, line ends included.
    re_path(r"^(?P<anything>[\s\S]*)$", nothing_here, name="nothing-here"),
]
