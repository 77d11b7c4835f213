"""A thousand notices at once, written past the application, and what became of them."""

DELIVERED = """
SELECT count(*) FROM notifications_notice
WHERE occasion LIKE %(trial)s AND delivered_at IS NOT NULL AND outcome = 'delivered'
"""
SENT = """
SELECT count(*) FROM notifications_message m JOIN notifications_notice n ON n.id = m.notice_id
WHERE n.occasion LIKE %(trial)s AND m.sent_at IS NOT NULL
"""
MESSAGES = """
SELECT m.id FROM notifications_message m JOIN notifications_notice n ON n.id = m.notice_id
WHERE n.occasion LIKE %(trial)s
"""
IN_INBOXES = """
SELECT count(*) FROM notifications_inboxitem i JOIN notifications_notice n ON n.id = i.notice_id
WHERE n.occasion LIKE %(trial)s
"""
POST = """
INSERT INTO notifications_notice
    (kind, reference, occasion, person_id, posted_at, next_try_at, rung, is_by_fallback, outcome, attempts, last_error)
SELECT %(kind)s, (SELECT reference FROM referrals_referral WHERE status = 'TRIAGE' ORDER BY id LIMIT 1),
    %(trial)s || ' ' || number, (SELECT id FROM agencies_user WHERE email = 'manager@westmercia.example'),
    now() - %(ago)s::interval, now() - %(ago)s::interval, 0, false, 'waiting', 0, ''
FROM generate_series(1, %(how_many)s) AS number
"""
