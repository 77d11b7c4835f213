from django.urls import path

from agencies.home import views

urlpatterns = [path("", views.home, name="home")]
