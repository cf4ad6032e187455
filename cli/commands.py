"""A command of the program: it names all options that are missing at once."""

import click


class Command(click.Command):
    """A command that is refused once for everything that it lacks."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options that are required and not given; raises `UsageError` for several."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            missing = [
                f"'{parameter.opts[0]}'"
                for parameter in self.params
                if isinstance(parameter, click.Option)
                and parameter.required
                and parameter.name not in given
            ]
            asks_for_help = any(
                parameter.is_eager and parameter.name in given
                for parameter in self.get_params(ctx)
            )
            if len(missing) > 1 and not asks_for_help:
                first, *others = missing
                told = f"Missing option {first}; also missing: {', '.join(others)}."
                raise click.UsageError(told, ctx)
        return super().parse_args(ctx, args)
