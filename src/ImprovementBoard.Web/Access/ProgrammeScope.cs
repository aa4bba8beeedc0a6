using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Web.Access;

/// <summary>A programme a person has entered: what it is, who they are in it, and the date they look at.</summary>
/// <param name="Today">The programme's date, pinned for a demonstration; or the past date that the address names.</param>
public sealed record ProgrammeScope(Programme Programme, Actor Actor, DateOnly Today)
{
    /// <summary>True when the address names a past date. Everything is then shown as it was known at the end of that day.</summary>
    public bool LooksBack => Actor.LooksBack;

    /// <summary>The programme in addresses, with the past date where one is looked at, so that every link stays in it.</summary>
    public string Slug => new ProgrammeAddress(Programme.Slug, LooksBack ? Today : null).ToString();

    public int Id => Programme.Id;

    public bool May(Permission permission) => Actor.May(permission);
}
