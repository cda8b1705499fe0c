from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "unionhall.casework"

    def ready(self) -> None:
        # Models can only be imported once the apps are loaded.
        from django.utils.translation import gettext_lazy as _

        from unionhall.casework import codelists, lengthy, lengthy_work
        from unionhall.casework.outside.carry_on import carry_on as apply_answer
        from unionhall.casework.outside.receive import KIND as ANSWER
        from unionhall.casework.registers.act_on_many import KIND
        from unionhall.casework.registers.carry_on import carry_on
        from unionhall.jobs import handlers
        from unionhall.registers import sources

        sources.resolve_by(codelists.resolve)
        handlers.register(KIND, carry_on, title=_("Action on many records"))
        handlers.register(ANSWER, apply_answer, title=_("Answer from outside"))
        # done in one transaction, so it begins anew each time
        handlers.register(
            lengthy.KIND,
            lengthy_work.carry_out,
            title=_("Application of many people"),
            resumes=False,
        )
