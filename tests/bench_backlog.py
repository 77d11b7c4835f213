"""Hands the notices of a trial to the workers, as the sweeper would."""

import sys

import django


def main(trial: str) -> None:
    from notifications import kicking, sweeping  # noqa: PLC0415 - models exist only once Django was set up
    from notifications.models import Notice  # noqa: PLC0415

    rows = Notice.objects.filter(occasion__startswith=f"{trial} ").order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), sweeping.CHUNK):
        kicking.hand_over(kicking.DELIVER, ids[start : start + sweeping.CHUNK])


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
