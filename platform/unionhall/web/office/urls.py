"""Addresses of the office, below /office/."""

from __future__ import annotations

from django.urls import include, path

from unionhall.web.office import (
    audit_trail,
    bulk,
    cases,
    codes,
    decision,
    home,
    jobs,
    line_verdicts,
    lines,
    looks,
    opinions,
    posts,
    queue,
    staff,
    undelivered,
    why,
)
from unionhall.web.office.exports import pages as exports
from unionhall.web.office.imports import urls as imports
from unionhall.web.office.outside import files as batches
from unionhall.web.office.registers import acting, listing, many, record
from unionhall.web.office.unions import urls as unions

app_name = "office"
urlpatterns = [
    path("", home.show, name="home"),
    path("queue/<str:process_key>/", queue.show, name="queue"),
    path("queue/<str:process_key>/decisions/", bulk.decide_many, name="bulk"),
    path("cases/<str:case_key>/", cases.show, name="case"),
    path("cases/<str:case_key>/lines/", lines.show, name="case_lines"),
    path("cases/<str:case_key>/lines/verdicts/", line_verdicts.judge, name="line_verdicts"),
    path("cases/<str:case_key>/decision/", decision.decide, name="decision"),
    path("cases/<str:case_key>/look/", looks.look, name="look"),
    path("batches/<str:dispatch_key>/answers/", batches.answer_file, name="batch_answer"),
    path("batches/<str:dispatch_key>/repeat/", batches.repeat, name="batch_repeat"),
    path("batches/<str:dispatch_key>/<slug:kind>/", batches.batch, name="batch"),
    path("audit/", audit_trail.show, name="audit"),
    path("messages/", undelivered.show, name="undelivered"),
    path("messages/<str:message_key>/repeat/", undelivered.repeat, name="repeat_message"),
    path("jobs/", jobs.show, name="jobs"),
    path("jobs/<str:job_key>/", jobs.one, name="job"),
    path("jobs/<str:job_key>/cancellation/", jobs.cancel, name="cancel_job"),
    path("jobs/<str:job_key>/repeat/", jobs.repeat, name="repeat_job"),
    path("jobs/batches/<str:dispatch_key>/repeat/", jobs.repeat_batch, name="repeat_dead_batch"),
    path("exports/files/<str:job_key>/", exports.file, name="export_file"),
    path("exports/lists/<str:register_key>/<str:list_key>/", exports.ask, name="export"),
    path("opinions/", opinions.show, name="opinions"),
    path("opinions/<str:opinion_key>/deletion/", opinions.drop, name="drop_opinion"),
    path("staff/", staff.choose, name="staff"),
    path("staff/<str:union_key>/", staff.show, name="union_staff"),
    path("staff/<str:union_key>/members/", staff.search, name="staff_search"),
    path("staff/<str:union_key>/members/<str:person_key>/", staff.add, name="staff_add"),
    path("staff/<str:union_key>/posts/<int:number>/", posts.change, name="post"),
    path("staff/<str:union_key>/posts/<int:number>/end/", posts.end, name="post_end"),
    path("staff/<str:union_key>/codes/", codes.show, name="codes"),
    path("staff/<str:union_key>/codes/<int:number>/revocation/", codes.revoke, name="code_revoke"),
    path("why/", why.show, name="why"),
    path("unions/", include(unions.urlpatterns)),
    path("imports/", include(imports.urlpatterns)),
    path("registers/<str:register_key>/", listing.show, name="register"),
    path("registers/<str:register_key>/lists/<str:list_key>/", listing.show, name="register_list"),
    path(
        "registers/<str:register_key>/lists/<str:list_key>/selection/",
        many.act_on_many,
        name="register_many",
    ),
    path(
        "registers/<str:register_key>/additions/<str:action_key>/", acting.add, name="register_add"
    ),
    path(
        "registers/<str:register_key>/records/<str:record_key>/",
        record.show,
        name="register_record",
    ),
    path(
        "registers/<str:register_key>/records/<str:record_key>/look/",
        record.look,
        name="register_look",
    ),
    path(
        "registers/<str:register_key>/records/<str:record_key>/actions/<str:action_key>/",
        acting.act,
        name="register_action",
    ),
]
