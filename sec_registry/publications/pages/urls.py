"""The addresses of the pages of publications, below ``/publications/``."""

from django.urls import path

from sec_registry.publications.pages import compared, feed, listed, one

app_name = "publications"

urlpatterns = [
    path("", listed.publications_page, name="list"),
    path("feed.atom", feed.feed, name="feed"),
    path("feed-<int:archive>.atom", feed.feed_archive, name="feed_archive"),
    path("compare/", compared.comparison_page, name="compare"),
    path("<str:number>/", one.publication_page, name="one"),
]
