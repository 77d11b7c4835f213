import time, cProfile, pstats, pytest
from django.test import Client
from django.urls import reverse
from agencies.enums import Role
from tests.factories import MembershipFactory, referral_of
from tests.home_office.factories import complete_case
from referrals.models import Observation
from referrals.rules.signs import SIGNS
pytestmark = pytest.mark.django_db
def test_perf(client):
    o=MembershipFactory(roles=[Role.FIRST_RESPONDER]); client.force_login(o.user)
    r=complete_case(by=o)
    def go(code,n=5):
        u=reverse("section",kwargs={"reference":r.reference,"code":code}); client.get(u)
        t=time.process_time(); w=time.perf_counter()
        for _ in range(n): resp=client.get(u)
        print(code, "cpu ms", round((time.process_time()-t)/n*1000), "wall", round((time.perf_counter()-w)/n*1000), len(resp.content))
    for code in ("signs","danger","person","exploitation","account","words"): go(code)
    for code in list(SIGNS)[:12]: Observation.objects.get_or_create(referral=r,sign=code)
    go("signs")
    from tests.shell.reading import read, sent_by
    u=reverse("section",kwargs={"reference":r.reference,"code":"signs"})
    data=sent_by(read(client.get(u).content.decode()).one("form", **{"data-module":"app-leaving"}))
    for n in range(3):
        t=time.process_time(); x=client.post(u,data,HTTP_HX_REQUEST="true"); print("save cpu ms", round((time.process_time()-t)*1000), x.status_code, len(data))
    pr=cProfile.Profile(); pr.enable(); client.get(u); pr.disable()
    pstats.Stats(pr).sort_stats("cumulative").print_stats(60)
