using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The demonstration with a draft and then the two packs that its schedule owes. Drawing them takes seconds, so tests that only look share them.</summary>
public sealed class MadePacks : IAsyncLifetime
{
    internal TestDatabase Database { get; private set; } = null!;

    public int Programme { get; private set; }

    public int Schedule { get; private set; }

    public Pack Draft { get; private set; } = null!;

    public IReadOnlyList<Pack> Made { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.SeededAsync();
        var office = (await Database.KirkleesAsync(Role.Office)).Actor;
        Programme = office.ProgrammeId;
        await using var db = Database.Open(Programme);
        Schedule = (await db.Schedules.SingleAsync()).Id;
        var packs = Database.Get<PackService>();
        Draft = await packs.BuildDraftAsync(office, Audience.Board, _ => Task.CompletedTask, default);
        Made = await packs.BuildDueAsync(Programme, Schedule, _ => Task.CompletedTask, default);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();
}
