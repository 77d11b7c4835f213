"""Included at referrals/, before intake: question-sheet.pdf must not be read as a reference."""

from django.urls import include, path

from referrals.papers.views import notification, papers

OF_A_CASE = [
    path("", papers.index, name="papers"),
    path("pack.pdf", papers.pack, name="pack"),
    path("copy-across/", papers.copy_across, name="copy-across"),
    path("referrer-copy.pdf", papers.referrer_copy, name="referrer-copy"),
    path("notification/", notification.write, name="notification"),
    path("notification/check/", notification.check, name="notification-check"),
    path("notification.pdf", notification.paper, name="notification-pdf"),
]

urlpatterns = [
    path("question-sheet.pdf", papers.question_sheet, name="question-sheet"),
    path("<str:reference>/papers/", include(OF_A_CASE)),
]
