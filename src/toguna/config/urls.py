"""Which address belongs to which door."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("openrosa/", include("toguna.web.openrosa.urls")),
    path("desk/", include("toguna.web.desk.urls")),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("toguna.web.public.urls")),
]
