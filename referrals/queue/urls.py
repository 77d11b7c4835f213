from django.urls import path

from referrals.queue.views import acts, crime_records, handovers, lists, saved

urlpatterns = [
    path("queue/", lists.queue, name="queue"),
    path("queue/filters/", lists.all_filters, name="queue-filters"),
    path("queue/next/", acts.take_next, name="take-next"),
    path("queue/handed-over/", handovers.given, name="handed-over"),
    path("queue/bulk/", acts.bulk, name="queue-bulk"),
    path("queue/saved/", saved.saved_filters, name="saved-filters"),
    path("queue/saved/new/", saved.save_filter, name="save-filter"),
    path("queue/saved/<int:pk>/", saved.saved_filter, name="saved-filter"),
    path("crime-records/", crime_records.crime_records, name="crime-records"),
    path("referrals/<str:reference>/assign/", acts.assign, name="assign"),
    path("referrals/<str:reference>/handover/", handovers.answer, name="handover"),
    path("referrals/<str:reference>/hand-over-case/", acts.hand_over_case, name="hand-over-case"),
]
