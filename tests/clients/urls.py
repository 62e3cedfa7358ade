"""The dashboard of django-ses within Django's admin pages."""

from django.contrib import admin
from django.urls import path
from django_ses.views import DashboardView

urlpatterns = [
    path("admin/ses/", DashboardView.as_view(), name="ses"),
    path("admin/", admin.site.urls),
]
