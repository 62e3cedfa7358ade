"""The gazette's pages: one to subscribe, and one for SNS."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from django_ses.views import SESEventWebhookView

from gazette.models import Reader


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take an address on the list."""
    Reader.objects.get_or_create(address=request.POST["address"])
    return HttpResponse(status=201)


urlpatterns = [path("subscribe/", subscribe), path("ses/events/", SESEventWebhookView.as_view())]
