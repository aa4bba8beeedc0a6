using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Web.Access;
using Microsoft.AspNetCore.Components;

namespace ImprovementBoard.Web.Features.Actions.Plan;

/// <summary>One form of the plan island: it saves through <see cref="PlanWork"/>, and what was typed stays when a rule refuses it.</summary>
public abstract class PlanForm : ComponentBase
{
    /// <summary>The island.</summary>
    [CascadingParameter]
    public required PlanWork Work { get; set; }

    [Inject]
    private PlanService Plans { get; set; } = null!;

    /// <summary>The action.</summary>
    protected ActionItem Item => Work.Item;

    /// <summary>The sentence to show, or null.</summary>
    protected RuleException? Fault { get; private set; }

    /// <summary>True while a save runs.</summary>
    protected bool Saving { get; private set; }

    /// <summary>Style of a field, by the fault shown.</summary>
    protected string Style(string field) => Fault?.Field == field ? "field bad" : "field";

    /// <summary>Saves with the rights of this moment, and opens the page anew.</summary>
    protected async Task SaveAsync(Func<PlanService, ProgrammeScope, Guid, Task> change)
    {
        (Saving, Fault) = (true, null);
        try
        {
            await change(Plans, await Work.NowAsync(), Item.Version);
            Work.Leave();
        }
        catch (RuleException fault)
        {
            Fault = fault;
            await Work.ReloadAsync();
        }
        catch (ForbiddenException fault)
        {
            Fault = new(fault.Message);
        }
        finally
        {
            Saving = false;
        }
    }
}
