from django.urls import path

from referrals.barring import views

urlpatterns = [
    path("<str:reference>/bars/", views.bars, name="bars"),
    path("<str:reference>/bars/<int:pk>/", views.lift, name="lift-bar"),
]
