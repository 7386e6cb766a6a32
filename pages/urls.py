from django.urls import path, register_converter

from identifiers.uid import UidConverter
from pages import (
    about,
    against,
    alert,
    countries,
    coverage,
    frameworks,
    home,
    offline,
    organization,
    recommendations,
    situation,
    situations,
)

register_converter(UidConverter, "uid")

# Public addresses never move: what is cited today must resolve in ten years.
urlpatterns = [
    path("", home.home, name="home"),
    path("offline/", offline.offline, name="offline"),
    path("alerts/<uid:uid>/", alert.alert, name="alert_uid"),
    path("alerts/<uid:uid>/v<int:number>/", alert.version, name="version"),
    path("alerts/<uid:uid>/against/<uid:other>/", against.against, name="against"),
    path("alerts/<uid:uid>/v<int:number>/cite.<str:ending>", alert.citation, name="citation"),
    path("alerts/<uid:uid>/<str:slug>/", alert.alert, name="alert"),
    path("alerts/<str:value>/", alert.former),
    path("about/", about.about, name="about"),
    path("about/searching/", about.searching, name="searching"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/corrections/", coverage.corrections, name="corrections"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>/", frameworks.framework, name="framework"),
    path("frameworks/<slug:slug>/<uid:uid>/", frameworks.indicator, name="indicator"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<str:code>/", countries.country, name="country"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/register.csv", recommendations.register_csv, name="recommendations_csv"),
    path("recommendations/<uid:uid>/", recommendations.recommendation, name="recommendation"),
    path("organizations/", organization.organizations, name="organizations"),
    path("organizations/<uid:uid>/", organization.organization, name="organization_uid"),
    path("organizations/<uid:uid>/<str:slug>/", organization.organization, name="organization"),
    path("organizations/<str:value>/", organization.former),
    path("situations/", situations.situations, name="situations"),
    path("situations/<uid:uid>/", situation.situation, name="situation_uid"),
    path("situations/<uid:uid>/<str:slug>/", situation.situation, name="situation"),
    path("situations/<str:value>/", situation.former),
]
