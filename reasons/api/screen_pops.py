"""Screen-pops asked for beforehand, so that no address ever holds a customer number."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.access import Predicate
from contactreductie.core.api.fields import CodeField
from reasons import rules
from reasons.api.serializers import DirectionField
from reasons.services import screen_pops


class ScreenPopInput(serializers.Serializer):
    """What the other system knows of the contact that begins. Null is the same as left out."""

    customer_ref = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=200,
        help_text="Hashed at once; never stored and never given back.",
    )
    channel = CodeField(required=False, allow_null=True, allow_blank=True)
    direction = DirectionField(required=False, allow_null=True, allow_blank=True)
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes it off the class
        required=False, allow_null=True, allow_blank=True, help_text="The system it comes from."
    )
    external_ref = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, help_text="Unique within the source."
    )


class ScreenPopOutput(serializers.Serializer):
    url = serializers.URLField(help_text="Open this one for the agent. It tells nothing.")
    expires_at = serializers.DateTimeField()


class ScreenPopsView(GenericAPIView):
    access: dict[str, Predicate] = {"post": rules.may_register}
    serializer_class = ScreenPopOutput

    @extend_schema(
        operation_id="screen_pops_announce",
        summary="An address that opens the register page for a customer",
        request=ScreenPopInput,
        responses=ScreenPopOutput,
    )
    def post(self, request: Request) -> Response:
        data = ScreenPopInput(data=request.data)
        data.is_valid(raise_exception=True)
        given = {str(name): data.validated_data.get(name) or "" for name in data.fields}
        now = timezone.now()
        sealed = screen_pops.seal(screen_pops.announced(**given), now=now)
        expires_at = now + settings.SCREEN_POP_KEPT
        url = settings.BASE_URL + screen_pops.address(sealed)
        return Response(ScreenPopOutput({"url": url, "expires_at": expires_at}).data)
