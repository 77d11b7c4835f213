from django.urls import path

from referrals.disclosures import views

urlpatterns = [
    path("<str:reference>/disclosures/", views.disclosures, name="disclosures"),
    path("<str:reference>/disclosures/<int:pk>/", views.settle, name="settle"),
]
