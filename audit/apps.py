from django.apps import AppConfig

import audit.checks  # noqa: F401 - registers them


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Ledger"
