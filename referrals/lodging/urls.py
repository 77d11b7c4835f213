from django.urls import path

from referrals.lodging.views.afterwards import acts, decision, lists
from referrals.lodging.views.check import check
from referrals.lodging.views.confirmation import lodged
from referrals.lodging.views.urgent import urgent

urlpatterns = [
    path("", lists.mine, name="referrals"),
    path("<str:reference>/decision/", decision.decision, name="decision"),
    path("<str:reference>/add-to/", acts.add_to, name="add-to"),
    path("<str:reference>/report-error/", acts.report_error, name="report-error"),
    path("<str:reference>/withdraw/", acts.withdraw, name="withdraw"),
    path("<str:reference>/age/", acts.age, name="age"),
    path("<str:reference>/adopt/", acts.adopt, name="adopt"),
    path("<str:reference>/deadline/<slug:kind>/", acts.deadline, name="deadline"),
    path("<str:reference>/urgent/", urgent, name="urgent"),
    path("<str:reference>/check/", check, name="check"),
    path("<str:reference>/lodged/", lodged, name="lodged"),
]
