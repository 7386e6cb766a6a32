from django.urls import path

from search import suggesting_views, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest", suggesting_views.suggest, name="suggest"),
]
