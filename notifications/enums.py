from django.db.models import TextChoices


class NoticeKind(TextChoices):
    LODGED = "lodged", "A referral has arrived"
    LODGED_URGENT = "lodged_urgent", "An urgent referral has arrived"
    HANDED_OVER = "handed_over", "A draft was handed to you"
    DRAFT_NEEDS_SOMEBODY = "draft_needs_somebody", "A draft has been left for a day"
    DRAFT_EXPIRES = "draft_expires", "An empty draft will be deleted"
    DEADLINE_NEAR = "deadline_near", "A local time limit is near"
    DEADLINE_PASSED = "deadline_passed", "A local time limit has passed"
    ADDED_TO = "added_to", "Something was added to a referral"
    FILE_INFECTED = "file_infected", "A file was found to be infected"
    SECOND_CHECK = "second_check", "A notification waits for a second person"
