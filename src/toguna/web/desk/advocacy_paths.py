"""The addresses of advocacy, of policy texts and of forums on the desk."""

from django.urls import path

from toguna.web.desk import advocacy, forums, initiatives, policy_texts

PATHS = [
    path("advocacy/", advocacy.initiatives, name="advocacy"),
    path("advocacy/initiatives.csv", advocacy.initiatives_csv, name="advocacy-csv"),
    path("advocacy/new/", initiatives.add, name="initiative-new"),
    path("advocacy/forums/", forums.forums, name="forums"),
    path("advocacy/forums/forums.csv", forums.forums_csv, name="forums-csv"),
    path("advocacy/texts/", policy_texts.policy_texts, name="policy-texts"),
    path("advocacy/texts/texts.csv", policy_texts.policy_texts_csv, name="policy-texts-csv"),
    path("advocacy/texts/new/", policy_texts.add, name="policy-text-new"),
    path("advocacy/texts/<uuid:pk>/", policy_texts.policy_text, name="policy-text"),
    path("advocacy/texts/<uuid:pk>/change/", policy_texts.change, name="policy-text-change"),
    path("advocacy/texts/<uuid:pk>/hand-in/", policy_texts.hand_in, name="policy-text-hand-in"),
    path("advocacy/texts/<uuid:pk>/<slug:part>/new/", policy_texts.part_new, name="policy-text-part-new"),
    path(
        "advocacy/texts/<uuid:pk>/<slug:part>/<int:number>/drop/",
        policy_texts.part_drop,
        name="policy-text-part-drop",
    ),
    path("advocacy/<uuid:pk>/", initiatives.initiative, name="initiative"),
    path("advocacy/<uuid:pk>/change/", initiatives.change, name="initiative-change"),
    path("advocacy/<uuid:pk>/state/", initiatives.move, name="initiative-state"),
    path("advocacy/<uuid:pk>/hand-in/", initiatives.hand_in, name="initiative-hand-in"),
    path("advocacy/<uuid:pk>/promises/<int:number>/", initiatives.promise, name="initiative-promise"),
    path("advocacy/<uuid:pk>/<slug:part>/new/", initiatives.part_new, name="initiative-part-new"),
    path(
        "advocacy/<uuid:pk>/<slug:part>/<int:number>/drop/",
        initiatives.part_drop,
        name="initiative-part-drop",
    ),
]
