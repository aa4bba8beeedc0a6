using System.Security.Claims;

namespace ImprovementBoard.Web.Access;

/// <summary>The programme this request or circuit has entered; asked for once.</summary>
public sealed class CurrentProgramme(ProgrammeAccess access)
{
    private ProgrammeScope? scope;
    private string? entered;

    /// <summary>The scope entered, or null before <see cref="EnterAsync"/>.</summary>
    public ProgrammeScope? Scope => scope;

    /// <summary>Enters the programme, or answers null when the person does not belong to it.</summary>
    public async Task<ProgrammeScope?> EnterAsync(ClaimsPrincipal person, string slug) =>
        scope is not null && string.Equals(entered, slug, StringComparison.OrdinalIgnoreCase) ? scope : await EnterAgainAsync(person, slug);

    /// <summary>Enters again with the rights of this moment; an open circuit may be older than a change of rights.</summary>
    public async Task<ProgrammeScope?> EnterAgainAsync(ClaimsPrincipal person, string slug)
    {
        entered = slug;
        return scope = await access.EnterAsync(person, slug);
    }
}
