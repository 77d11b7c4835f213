"""The yardstick of a backlog: tasks that each commit one empty row, durably, through Celery as we use it."""

import sys

from django.db import connection

from config.celery import app

QUEUE = "rows"


@app.task(name="bench.row", ignore_result=True)
def row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row DEFAULT VALUES")


if __name__ == "__main__":
    for _ in range(int(sys.argv[1])):
        row.apply_async(queue=QUEUE)
