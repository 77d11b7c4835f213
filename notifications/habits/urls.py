from django.urls import path

from notifications.habits import views

urlpatterns = [
    path("settings/", views.settings, name="notification-settings"),
    path("settings/away/", views.absence, name="absence"),
    path("settings/away/<int:pk>/end/", views.come_back, name="come-back"),
    path("rota/", views.rotas, name="rotas"),
    path("rota/<int:unit>/", views.rota, name="rota"),
    path("rota/<int:unit>/<int:pk>/remove/", views.remove_shift, name="remove-shift"),
]
