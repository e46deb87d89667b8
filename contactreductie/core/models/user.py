"""People and what they are in the organisation."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from contactreductie.core.enums import Role


class User(AbstractUser):
    """A person with an account; what they may do follows from `roles`."""

    language = models.CharField(
        _("language"),
        max_length=8,
        default="nl",
        choices=[("nl", "Nederlands"), ("en-gb", "English")],
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def granted_roles(self) -> frozenset[Role]:
        """The roles granted; whoever signs in knows them already (accounts.Backend)."""
        return frozenset(Role(grant.role) for grant in self.role_grants.all())

    @property
    def roles(self) -> frozenset[Role]:
        """The roles granted to an active person. A superuser, made on the command line to set
        the product up, has them all."""
        if not self.is_active:
            return frozenset()
        return frozenset(Role) if self.is_superuser else self.granted_roles

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


class RoleGrant(models.Model):
    """One role of one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                name="core_rolegrant_once",
                violation_error_message=_("This person already has this role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
