"""The steps of a draft as a formtools wizard with named addresses.

Per request: open the draft, read the posted step, save what can be kept, then go where the button
says. Nothing is kept in the session. Pages around the form (frame, materials, check, picker) are
the edge's: it subclasses this, names the addresses and gives `open_draft` and `frame`.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import classonlymethod
from django.utils.translation import gettext as _
from django.views import View
from formtools.wizard.views import NamedUrlWizardView, StepsHelper

from unionhall.casework.answers import Saved
from unionhall.casework.refusals import Conflict, Refused
from unionhall.engine.problem import Problem
from unionhall.forms import buttons, proofs, step_page
from unionhall.forms.buttons import Pressed
from unionhall.forms.draft_storage import DraftStorage
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.loading import drop_file, open_draft, save_draft, store_file
from unionhall.forms.steps import StepForm, step_form
from unionhall.forms.summary import input_id
from unionhall.people.models import User

Problems = tuple[Problem, ...]


class DraftWizard(NamedUrlWizardView):
    """A wizard whose steps, conditions and values are those of one draft.

    Addresses take the key of the case as `case_kwarg`. Raises Http404 (through `open_draft`) for
    a case that is not the user's or not open.
    """

    template_name = "portal/form.html"
    url_name: str = "portal:form"
    case_kwarg: ClassVar[str] = "key"
    lines_url_name: ClassVar[str] = "portal:lines"
    materials_url_name: ClassVar[str] = "portal:materials"
    check_url_name: ClassVar[str] = "portal:check"
    refresh_url_name: ClassVar[str] = "portal:refresh"
    lookup_url_name: ClassVar[str] = "portal:lookup"
    state_url_name: ClassVar[str] = "portal:state"

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Steps are known per case only, so formtools' check of a fixed list does not apply."""
        initkwargs.setdefault("url_name", cls.url_name)
        return super().as_view(**initkwargs)

    @classmethod
    def get_initkwargs(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        names = ("form_list", "initial_dict", "instance_dict", "condition_dict")
        unused: dict[str, Any] = {name: {} for name in names}
        return unused | {"done_step_name": "done"} | kwargs

    def open_draft(self, request: HttpRequest, key: str) -> OpenDraft:
        """The draft with everything a step needs. Raises Http404."""
        return open_draft(key, cast(User, request.user), timezone.now())

    def frame(self) -> dict[str, Any]:
        """What the page around the form shows; the edge adds to it."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.prefix = ""
        self.case_key = kwargs[self.case_kwarg]
        self.draft = self.open_draft(request, self.case_key)
        self._lay_out()
        wanted = kwargs.get("step")
        self.storage = DraftStorage(wanted if wanted in self.form_list else None)
        self.steps = StepsHelper(self)
        if self.storage.current_step not in self.get_form_list():
            self.storage.current_step = None
        # Past formtools' own dispatch, which makes a storage by name and asks it for cookies.
        return View.dispatch(self, request, *args, **kwargs)

    def _lay_out(self) -> None:
        """Steps of the definition; `condition_dict` from the rules of their categories."""
        self.form_list = {
            step.key: step_form(self.draft.process, step.key) for step in self.draft.plan.steps
        }
        shown = self.draft.settled()[0].steps
        self.condition_dict = {key: shown.get(key, True) for key in self.form_list}

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return ""

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> None:
        """Posted names are the paths of the definition."""
        return

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        more = [path for path in self.request.GET.getlist("row")[:20] if len(path) < 200]
        is_asked = self.request.method == "GET" and "problems" in self.request.GET
        return {
            "draft": self.draft,
            "extra_rows": {path: more.count(path) for path in more},
            "asks": is_asked,
        }

    def get_step_url(self, step: str) -> str:
        return reverse(self.url_name, kwargs={self.case_kwarg: self.case_key, "step": step})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The step, or the way to the first one when it does not exist (any more)."""
        if kwargs.get("step") != self.steps.current:
            return redirect(self.get_step_url(self.steps.current))
        form = self.get_form()
        return self.render(form, told=form.found if form.asks else ())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs.get("step") != self.steps.current:
            return redirect(self.get_step_url(self.steps.current))
        form = self.get_form()
        press = buttons.pressed(request.POST, form.step)
        form = self._bound(press)
        try:
            saved = self._save(form)
            self._move_files(form, press)
            if saved is not None and not form.refused:
                form = self._prove(form, press)
        except Conflict as conflict:
            return self._refuse(press, conflict.sentence, 409)
        except Refused as refused:
            return self._refuse(press, refused.sentence, 422)
        if saved is None:
            return self._tell(press, form, form.refused)
        if press.verb == "autosave":
            return step_page.saved_json(saved, form)
        if press.verb == "captcha":
            return self.render(form)
        if form.refused:
            return self._tell(press, form, form.refused)
        if press.verb == "send-code" and step_page.wants_json(self.request):
            return step_page.sent_json(self.draft.version, proofs.sent_words())
        if press.judges and any(problem.is_blocking for problem in form.found):
            return self._tell(press, form, form.found)
        return HttpResponseRedirect(self._address_after(press, form))

    def _bound(self, press: Pressed) -> StepForm:
        data = self.request.POST
        if press.verb == "delete":
            data = buttons.without_row(data, press.path, press.item)
        elif press.verb == "remove-file":
            data = buttons.without_file(data, press.path, press.item)
        form: StepForm = self.get_form(data=data, files=MultiValueDict())
        return form

    def _save(self, form: StepForm) -> Saved | None:
        """Keeps what can be kept; None when the post names a field that does not exist."""
        if any(problem.code == "unknown-field" for problem in form.refused):
            return None
        version = step_page.version_of(self.request.POST)
        saved = save_draft(
            self.draft,
            form.posted.values,
            form.step.key,
            version,
            by=self.request.user,
            now=timezone.now(),
        )
        self.draft = self.draft.at_version(saved.case.version)
        form.take(saved.state, saved.step_problems)
        return saved

    def _move_files(self, form: StepForm, press: Pressed) -> None:
        """Stores what was uploaded for a field, drops the file that was deleted from it."""
        if press.verb == "remove-file":
            drop_file(self.draft, press.path, press.item, by=self.request.user, now=timezone.now())
        if press.verb != "upload":
            return
        for upload in self.request.FILES.getlist(f"{press.path}:upload"):
            self.draft = store_file(
                self.draft,
                press.path,
                upload,
                form.step.key,
                by=self.request.user,
                now=timezone.now(),
            )

    def _prove(self, form: StepForm, press: Pressed) -> StepForm:
        """Sends the code, or takes a typed one; then the step is judged anew. Raises Refused."""
        if press.verb == "send-code":
            proofs.send(self.request, form, press.path)
        elif proofs.take(self.request, form, press):
            self.draft = self.open_draft(self.request, self.case_key)
            return self._bound(press)
        return form

    def _refuse(self, press: Pressed, sentence: str, status: int) -> HttpResponseBase:
        """The page again over the newest draft, with what was typed still in it."""
        if press.verb in ("autosave", "upload", "send-code") and step_page.wants_json(self.request):
            saved = None if status == 409 else self.draft.version
            return step_page.message_json(sentence, status, saved)
        self.draft = self.open_draft(self.request, self.case_key)
        return self.render(self._bound(press), refusal=sentence, status=status)

    def _tell(self, press: Pressed, form: StepForm, told: Problems) -> HttpResponseBase:
        """All problems at once, on the page or to the script."""
        if step_page.wants_json(self.request):
            return step_page.problems_json(form, told)
        form.draft = self.draft
        return self.render(form, told=told, status=422)

    def _address_after(self, press: Pressed, form: StepForm) -> str:
        """Where a button leads once everything is saved."""
        key = {self.case_kwarg: self.case_key}
        self.condition_dict = {k: form.state.steps.get(k, True) for k in self.form_list}
        here = self.get_step_url(form.step.key)
        if press.verb == "save":
            messages.success(self.request, _("The draft is saved."))
        elif press.verb in ("send-code", "prove"):
            return f"{here}#{input_id(press.path, form.plan)}-field"
        elif press.verb == "lookup":
            return reverse(self.lookup_url_name, kwargs={**key, "path": press.path})
        elif press.verb == "add":
            return f"{here}?row={press.path}#{input_id(press.path, form.plan)}-field"
        elif press.verb == "refresh":
            return reverse(self.refresh_url_name, kwargs=key)
        elif press.verb == "check":
            return reverse(self.check_url_name, kwargs=key)
        elif press.verb == "back":
            before = self.get_prev_step(form.step.key)
            return self.get_step_url(before) if before else here
        elif press.verb == "next":
            after = self.get_next_step(form.step.key)
            return self.get_step_url(after) if after else self._after_the_form()
        return here

    def _after_the_form(self) -> str:
        process = self.draft.process
        name = self.materials_url_name if process.materials else self.check_url_name
        name = self.lines_url_name if process.lines else name
        return reverse(name, kwargs={self.case_kwarg: self.case_key})

    def render(
        self,
        form: StepForm | None = None,
        *,
        told: Problems = (),
        refusal: str = "",
        status: int = 200,
        **kwargs: Any,
    ) -> HttpResponse:
        form = form or self.get_form()
        form.draft = proofs.with_captcha(self.request, form.draft)
        context = self.get_context_data(form=form, **kwargs)
        context |= step_page.context(self, form, told, refusal) | self.frame()
        return self.render_to_response(context, status=status)
