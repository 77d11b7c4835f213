from django.urls import path

from agencies.reference import views

urlpatterns = [path("lists/<slug:list_name>/", views.find_in_list, name="find_in_list")]
