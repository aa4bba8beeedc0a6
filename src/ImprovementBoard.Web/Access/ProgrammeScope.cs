using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Web.Access;

/// <summary>A programme a person has entered: what it is, who they are in it, and its date.</summary>
/// <param name="Today">The programme's date: pinned for a demonstration.</param>
public sealed record ProgrammeScope(Programme Programme, Actor Actor, DateOnly Today)
{
    public string Slug => Programme.Slug;

    public int Id => Programme.Id;

    public bool May(Permission permission) => Actor.May(permission);
}
