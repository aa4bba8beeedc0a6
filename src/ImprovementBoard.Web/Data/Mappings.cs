using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Programmes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Data;

// Nouns without a service of their own; the others are mapped beside their service.

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.HasIndex(p => p.Slug).IsUnique();
        builder.Property(p => p.Slug).HasMaxLength(Programme.SlugMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Programme.NameMaxLength);
    }
}

internal sealed class BodyMapping : IEntityTypeConfiguration<Body>
{
    public void Configure(EntityTypeBuilder<Body> builder) => builder.HasProgramme();
}

internal sealed class DirectionMapping : IEntityTypeConfiguration<Direction>
{
    public void Configure(EntityTypeBuilder<Direction> builder) => builder.HasProgramme();
}

internal sealed class InspectionMapping : IEntityTypeConfiguration<Inspection>
{
    public void Configure(EntityTypeBuilder<Inspection> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(i => new { i.ProgrammeId, i.Ref }).IsUnique();
        builder.ComplexCollection(i => i.Judgements, j => j.ToJson());
    }
}

internal sealed class HistoryMapping : IEntityTypeConfiguration<HistoryEntry>
{
    public void Configure(EntityTypeBuilder<HistoryEntry> builder)
    {
        builder.HasProgramme();
        // No two entries of a programme have the same number: two writers cannot both follow the same entry.
        builder.HasIndex(h => new { h.ProgrammeId, h.Sequence }).IsUnique();
        builder.HasIndex(h => new { h.ProgrammeId, h.On, h.Sequence });
        builder.HasIndex(h => new { h.ProgrammeId, h.Subject, h.SubjectRef, h.On, h.Sequence });
        builder.HasIndex(h => new { h.ProgrammeId, h.Subject, h.Kind, h.On });
        builder.HasIndex(h => new { h.ProgrammeId, h.Kind, h.On, h.Sequence });
        builder.HasIndex(h => new { h.ProgrammeId, h.By, h.On, h.Sequence });
        builder.HasIndex(h => new { h.ProgrammeId, h.EvidenceId, h.On });
        builder.Property(h => h.SubjectRef).HasMaxLength(40);
        builder.IsSealed();
    }
}

internal sealed class InstallationEventMapping : IEntityTypeConfiguration<InstallationEvent>
{
    public void Configure(EntityTypeBuilder<InstallationEvent> builder)
    {
        builder.HasIndex(e => e.Sequence).IsUnique();
        builder.HasIndex(e => new { e.AccountId, e.Sequence });
        builder.HasIndex(e => new { e.Kind, e.Sequence });
        builder.Property(e => e.What).HasMaxLength(InstallationEvent.WhatMaxLength);
        builder.IsSealed();
    }
}

internal sealed class HistoryCheckMapping : IEntityTypeConfiguration<HistoryCheck>
{
    public void Configure(EntityTypeBuilder<HistoryCheck> builder)
    {
        builder.HasIndex(c => new { c.Chain, c.Id });
        builder.Property(c => c.Words).HasMaxLength(HistoryCheck.WordsMaxLength);
    }
}

internal static class MappingExtensions
{
    /// <summary>A row of a chain.</summary>
    public static void IsSealed<T>(this EntityTypeBuilder<T> builder) where T : class, ISealed
    {
        builder.Property(row => row.PreviousHash).HasMaxLength(64);
        builder.Property(row => row.Hash).HasMaxLength(64);
    }

    /// <summary>Ties a row to its programme.</summary>
    public static void HasProgramme<T>(this EntityTypeBuilder<T> builder) where T : class, IProgrammeRow =>
        builder.HasOne<Programme>().WithMany().HasForeignKey(row => row.ProgrammeId).OnDelete(DeleteBehavior.Cascade);
}
