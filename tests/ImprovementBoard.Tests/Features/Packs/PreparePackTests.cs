using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>Another version of a pack whose period keeps its facts, and of one whose period does not.</summary>
public sealed class PreparePackTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await PreparablePeriod.AddAsync(database, board);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_corrected_version_tells_the_frozen_facts_again_and_the_office_reads_so_before_it_asks()
    {
        await board.AddScheduleAsync(s => s.Enabled = false);
        var first = await PrepareAsync(null);
        var lead = board.As(Role.Lead);
        await using var db = database.Open(lead.Id);
        await database.Get<ActionService>().PostUpdateAsync(lead, "1.1", await db.Actions.Select(a => a.Version).SingleAsync(),
            new() { WhatChanged = "Put right.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = lead.Today.AddDays(30) });
        var corrected = await PrepareAsync("A number was wrong.");

        Assert.Equal(("Managers met their workers.", "Managers met their workers."), (Says(first), Says(corrected)));
        Assert.Equal(2, corrected.Version);
        var told = await TextAsync(PreparablePeriod.Key, corrects: true);
        Assert.Contains("The facts of this period are frozen, so another version tells the same.", told, StringComparison.Ordinal);
        Assert.Contains("What a lead put right after the cut-off counts for the next period", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_frozen_facts_nothing_is_said_where_they_are_read_anew_or_for_the_first_time()
    {
        Assert.DoesNotContain("frozen", await TextAsync("2026-03", corrects: true), StringComparison.Ordinal);
        Assert.DoesNotContain("frozen", await TextAsync(PreparablePeriod.Key, corrects: false), StringComparison.Ordinal);
    }

    private async Task<Pack> PrepareAsync(string? correction) =>
        (await database.Get<PackService>().PrepareAsync(board.As(Role.Office).Actor, Audience.Board, PreparablePeriod.Key, correction, _ => Task.CompletedTask, default))!;

    private static string Says(Pack pack) => PackFactsReader.FromJson(pack.FactsJson).Actions.Single().LastUpdate!.WhatChanged;

    private async Task<string> TextAsync(string key, bool corrects)
    {
        await using var context = new BunitContext();
        database.Register(context.Services);
        context.Services.AddRadzenComponents();
        context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var form = context.Render<PreparePack>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Audience, Audience.Board).Add(f => f.PeriodKey, key).Add(f => f.Corrects, corrects));
        form.WaitForElement(".decision");
        return form.Markup;
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Office)));
    }
}
