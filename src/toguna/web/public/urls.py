"""The public addresses."""

from django.urls import path

from toguna.web.public import (
    activities,
    checking,
    commitment_answers,
    commitments,
    editions,
    home,
    iati,
    indicators,
    organisations,
    places,
    programmes,
    replies,
    results,
    scorecards,
    search,
    tracking,
    years,
)

app_name = "public"

urlpatterns = [
    path("", home.home, name="home"),
    path("reading/", home.reading, name="reading"),
    path("search/", search.search, name="search"),
    path("check-figures/", checking.check_figures, name="check-figures"),
    *(
        path(f"check-figures/{name}", checking.look_of_report, {"name": name}, name=f"figures-{name}")
        for name in checking.LOOKS
    ),
    path("programmes/<slug:code>/", programmes.programme, name="programme"),
    path("programmes/<slug:code>/iati.xml", iati.iati, name="iati"),
    path("programmes/<slug:code>/activities/", activities.activities, name="activities"),
    path("programmes/<slug:code>/results/<str:result>/", results.result, name="result"),
    path("programmes/<slug:code>/years/<int:year>/", years.year_results, name="year"),
    path("programmes/<slug:code>/indicators/<str:indicator>/", indicators.indicator, name="indicator"),
    path("places/", places.places, name="places"),
    path("places/<uuid:pk>/", places.place, name="place"),
    path("places/<uuid:pk>/commitments/", commitments.place_commitments, name="place-commitments"),
    path("places/<uuid:pk>/scores/", scorecards.place_scores, name="place-scores"),
    path("places/<uuid:pk>/scores/<slug:code>/<int:number>/", scorecards.round_scores, name="round-scores"),
    path(
        "places/<uuid:pk>/scores/<slug:code>/<int:number>/poster-<slug:spoken>.pdf",
        scorecards.poster,
        name="round-poster",
    ),
    path("commitments/answer/<str:token>/", commitment_answers.answer, name="commitment-answer"),
    path("organisations/<slug:code>/", organisations.organisation, name="organisation"),
    path("editions/", editions.editions, name="editions"),
    path("editions/<slug:code>/<int:number>/", editions.edition, name="edition"),
    path("editions/<slug:code>/<int:number>/replies/", replies.replies, name="replies"),
    path("reply/<str:token>/", replies.reply, name="reply"),
    path("editions/<slug:code>/<int:number>/tracking/", tracking.tracking, name="tracking"),
    path("editions/<slug:code>/<int:number>/files/<str:name>", editions.file, name="edition_file"),
]
