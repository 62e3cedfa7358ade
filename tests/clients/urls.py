"""The dashboard of django-ses within Django's admin pages, and the webhooks of both libraries."""

from django.contrib import admin
from django.urls import include, path
from django_ses.views import DashboardView, SESEventWebhookView

urlpatterns = [
    path("admin/ses/", DashboardView.as_view(), name="ses"),
    path("admin/", admin.site.urls),
    path("ses/events/", SESEventWebhookView.as_view()),
    path("anymail/", include("anymail.urls")),
]
