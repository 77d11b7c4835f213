"""Included at referrals/, before intake: inbound/ must not be read as a reference."""

from django.urls import include, path

from referrals.decisions.views import approvals, inbound, letters, sending, steps

OF_A_CASE = [
    path("home-office/", letters.record_decision, name="record-decision"),
    path("home-office/<int:pk>/read/", letters.second_read, name="second-read"),
    path("put-right/", steps.reverse_step, name="reverse-step"),
    path("reply/", steps.record_reply, name="record-reply"),
    path("ask-again/", steps.ask_again, name="ask-again"),
    path("hold/", steps.hold, name="hold"),
    path("release/", steps.release, name="release"),
    path("died/", steps.died, name="died"),
    path("reopen/", steps.reopen, name="reopen"),
    path("no-signs/", approvals.no_signs, name="no-signs"),
    path("close/", approvals.close, name="close"),
    path("approval/<int:pk>/", approvals.approval, name="approval"),
    path("take-on/", inbound.take_on_inbound, name="take-on-inbound"),
    path("sending/", sending.sending, name="sending"),
    path("sent/", sending.sent, name="sent"),
    path("sent/<int:pk>/copy.pdf", sending.sent_copy, name="sent-copy"),
]

urlpatterns = [
    path("inbound/", inbound.inbound, name="inbound"),
    path("<str:reference>/", include(OF_A_CASE)),
]
