from django.urls import path

from referrals.intake.views import drafts, sections

urlpatterns = [
    path("new/", drafts.start, name="new-referral"),
    path("<str:reference>/", drafts.tasks, name="referral"),
    path("<str:reference>/sections/<slug:code>/", sections.section, name="section"),
    path("<str:reference>/routes/", drafts.routes, name="route"),
    path("<str:reference>/rename/", drafts.rename, name="rename"),
    path("<str:reference>/add-person/", drafts.add_person, name="add-person"),
]
