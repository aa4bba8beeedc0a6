using ImprovementBoard.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace ImprovementBoard.Web.Shared;

/// <summary>A page or island inside a programme: enters it, then loads. Until <see cref="Ready"/> there is nothing to show.</summary>
public abstract class ProgrammePage : ComponentBase
{
    /// <summary>Name of the programme in the address.</summary>
    [Parameter]
    public string Slug { get; set; } = "";

    [Inject]
    private CurrentProgramme Current { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>The programme entered.</summary>
    protected ProgrammeScope Scope { get; private set; } = null!;

    /// <summary>True when everything is loaded.</summary>
    protected bool Ready { get; private set; }

    /// <summary>Loads what the page shows. False when it shows nothing that exists: then the answer is "not found".</summary>
    protected abstract Task<bool> LoadAsync();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Ready = false;
        var person = (await Authentication.GetAuthenticationStateAsync()).User;
        if (await Current.EnterAsync(person, Slug) is { } scope)
        {
            Scope = scope;
            Ready = await LoadAsync();
        }
        if (!Ready)
            Navigation.NotFound();
    }

    /// <summary>The scope with the rights of this moment, for a change made from a page that may have been open for long.</summary>
    /// <exception cref="Core.Access.ForbiddenException">The person no longer belongs to the programme.</exception>
    protected async Task<ProgrammeScope> ScopeNowAsync()
    {
        var person = (await Authentication.GetAuthenticationStateAsync()).User;
        return Scope = await Current.EnterAgainAsync(person, Slug) ?? throw new Core.Access.ForbiddenException();
    }
}
