from django.urls import path

from referrals.lodging.views.unfinished import page

urlpatterns = [
    path("", page, name="referrals"),
    path("<str:reference>/urgent/", page, name="urgent"),
    path("<str:reference>/check/", page, name="check"),
    path("<str:reference>/lodged/", page, name="lodged"),
]
