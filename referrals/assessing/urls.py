from django.urls import path

from referrals.assessing.views import considered, quality, questions, risk

urlpatterns = [
    path("<str:reference>/risk/", risk.risk, name="risk"),
    path("<str:reference>/considered/", considered.considered, name="considered"),
    path("<str:reference>/quality/", quality.quality_check, name="quality-check"),
    path("<str:reference>/questions/", questions.questions, name="questions"),
    path("<str:reference>/questions/<int:pk>/", questions.answer_question, name="answer-question"),
]
