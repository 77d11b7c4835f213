from django.urls import path

from referrals.casework.views import case, flags, notes, parts, presence, tasks, timeline

urlpatterns = [
    path("<str:reference>/", case.case, name="referral"),
    path("<str:reference>/contact/", case.open_contact, name="open-contact"),
    path("<str:reference>/referral/", parts.referral, name="case-referral"),
    path("<str:reference>/timeline/", timeline.timeline, name="timeline"),
    path("<str:reference>/timeline/print/", timeline.print_it, name="print-timeline"),
    path("<str:reference>/notes/new/", notes.new, name="new-note"),
    path("<str:reference>/notes/<int:pk>/", notes.note, name="note"),
    path("<str:reference>/notes/<int:pk>/change/", notes.change, name="change-note"),
    path("<str:reference>/tasks/", tasks.tasks, name="tasks"),
    path("<str:reference>/tasks/new/", tasks.new, name="new-task"),
    path("<str:reference>/tasks/<int:pk>/", tasks.task, name="task"),
    path("<str:reference>/tasks/<int:pk>/done/", tasks.done, name="task-done"),
    path("<str:reference>/flags/", flags.flags, name="flags"),
    path("<str:reference>/flags/<int:pk>/remove/", flags.remove, name="remove-flag"),
    path("<str:reference>/decisions/", parts.decisions, name="decisions"),
    path("<str:reference>/people/", parts.people, name="people"),
    path("<str:reference>/access/", parts.access, name="access"),
    path("<str:reference>/presence/", presence.presence, name="presence"),
]
