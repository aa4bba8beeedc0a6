using System.Linq.Expressions;
using ImprovementBoard.Core.Packs;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>One line of the list of packs.</summary>
public sealed record PackRow(
    int Id, int? Number, int Version, Audience Audience, string PeriodKey, string PeriodName, DateOnly PositionAsAt, DateTimeOffset BuiltAt, string BuiltBy,
    int Pages, int FileSize, string FileHash, string FactsHash, string Replaced, PackDates Dates, int? SupersededBy, DateTimeOffset? LateSince = null, string LateBecause = "")
{
    /// <summary>How a row is read from the database.</summary>
    public static readonly Expression<Func<Pack, PackRow>> Of = p => new(
        p.Id, p.Number, p.Version, p.Audience, p.PeriodKey, p.PeriodName, p.PositionAsAt, p.BuiltAt, p.BuiltBy,
        p.Pages, p.FileSize, p.FileHash, p.FactsHash, p.Replaced, new(p.BuiltOn, p.IssuedOn, p.SupersededOn, p.WithdrawnOn), p.SupersededBy, p.LateSince, p.LateBecause);

    public string Ref => Pack.RefOf(Id, Number);

    public string Name => Pack.NameOf(Id, Number);

    public string Label => Pack.LabelOf(PeriodKey, Version);

    public bool IsDraft => Number is null;

    /// <summary>Its state at the end of a day.</summary>
    public PackState StateOn(DateOnly day) => Dates.StateOn(day, IsDraft);

    /// <summary>That its schedule made it late, or null.</summary>
    public LatePack? Late => LateSince is { } due ? new(due, BuiltAt, LateBecause) : null;

    /// <summary>How it is called beside other versions: "Pack 3, 2018-08 v2".</summary>
    public string Title => IsDraft ? Name : $"{Name}, {Label}";
}
