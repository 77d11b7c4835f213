from django.urls import path

from referrals.intake.views import discard, drafts, hand_over, sections

urlpatterns = [
    path("new/", drafts.start, name="new-referral"),
    path("<str:reference>/sections/<slug:code>/", sections.section, name="section"),
    path("<str:reference>/routes/", drafts.routes, name="route"),
    path("<str:reference>/rename/", drafts.rename, name="rename"),
    path("<str:reference>/add-person/", drafts.add_person, name="add-person"),
    path("<str:reference>/hand-over/", hand_over.hand_over, name="hand-over"),
    path("<str:reference>/take-over/", hand_over.take_over, name="take-over"),
    path("<str:reference>/discard/", discard.discard, name="discard"),
]
