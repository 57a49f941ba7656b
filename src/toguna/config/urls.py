"""Which address belongs to which door."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from toguna.web.openrosa import forms, submission

# Where clients of ODK Central build a telephone's address from its token.
KEY = "v1/key/<str:token>/projects/1"

urlpatterns: list[URLPattern | URLResolver] = [
    path("openrosa/", include("toguna.web.openrosa.urls")),
    path(f"{KEY}/formList", forms.form_list, name="key-form-list"),
    path(f"{KEY}/submission", submission.submission, name="key-submission"),
    path("v1/", include("toguna.web.api.urls")),
    path("field/", include("toguna.web.field.urls")),
    path("desk/", include("toguna.web.desk.urls")),
    # The address that somebody signs in with is changed by who manages staff, and journalled: not by oneself.
    path("account/email/", RedirectView.as_view(pattern_name="desk:account"), name="account_address"),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("toguna.web.public.urls")),
]
