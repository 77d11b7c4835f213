from django.urls import path

from referrals.sharing.asking import views as asking
from referrals.sharing.views import agreements, held, of_a_case, received
from referrals.sharing.wishing import views as wishing

urlpatterns = [
    path("shared/", received.shared_with_us, name="shared"),
    path("shared/ask/", wishing.ask_to_see, name="ask-to-see"),
    path("shared/held/", held.held, name="held"),
    path("shared/<str:share>/", received.shared_case, name="shared-case"),
    path("shared/<str:share>/files/<uuid:key>/", received.shared_file, name="shared-file"),
    path("sharing/agreements/", agreements.agreements, name="agreements"),
    path("sharing/agreements/<int:pk>/end/", agreements.end, name="end-agreement"),
    path("referrals/<str:reference>/shares/", of_a_case.shares, name="shares"),
    path("referrals/<str:reference>/shares/new/", of_a_case.share, name="share"),
    path("referrals/<str:reference>/shares/answers/", asking.answers, name="sharing-answers"),
    path("referrals/<str:reference>/shares/wishes/<int:pk>/", wishing.answer, name="share-wish"),
    path("referrals/<str:reference>/shares/<int:number>/", of_a_case.one, name="share-of-case"),
]
