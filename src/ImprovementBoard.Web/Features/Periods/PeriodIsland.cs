using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Shared;

namespace ImprovementBoard.Web.Features.Periods;

/// <summary>A form of the reporting calendar: saves, then loads the page again, or says beside the field what is to be put right and keeps what was typed.</summary>
public abstract class PeriodIsland : ProgrammePage
{
    /// <summary>Why nothing was saved, or null.</summary>
    protected RuleException? Fault { get; private set; }

    /// <summary>True while it saves.</summary>
    protected bool Saving { get; private set; }

    /// <summary>The class of a field: whether the fault is about it.</summary>
    protected string? Bad(string field) => Fault?.Field == field ? "bad" : null;

    /// <summary>Makes a change with the rights of this moment and goes to <paramref name="to"/>.</summary>
    protected async Task SaveAsync(Func<ProgrammeScope, Task> change, string to)
    {
        (Fault, Saving) = (null, true);
        try
        {
            await change(await ScopeNowAsync());
            Navigation.NavigateTo(to, forceLoad: true);
        }
        catch (Exception e) when (e is RuleException or ForbiddenException)
        {
            Fault = e as RuleException ?? new(e.Message);
        }
        finally
        {
            Saving = false;
        }
    }
}
