using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class PackLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey",
                table: "Packs");

            migrationBuilder.AddColumn<List<int>>(
                name: "ApproverIds",
                table: "Schedules",
                type: "integer[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<bool>(
                name: "IssueWithLastApproval",
                table: "Schedules",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "BuiltOn",
                table: "Packs",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<string>(
                name: "Correction",
                table: "Packs",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "IssueWithLastApproval",
                table: "Packs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "IssuedAt",
                table: "Packs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "IssuedBy",
                table: "Packs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "IssuedOn",
                table: "Packs",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SupersededBy",
                table: "Packs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "SupersededOn",
                table: "Packs",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TemplateHash",
                table: "Packs",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Packs",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WithdrawnAt",
                table: "Packs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WithdrawnBy",
                table: "Packs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "WithdrawnOn",
                table: "Packs",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WithdrawnReason",
                table: "Packs",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "CancelledBy",
                table: "PackRuns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Correction",
                table: "PackRuns",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "PeriodKey",
                table: "PackRuns",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            // Packs of before were issued as they were made, on the day they tell of.
            migrationBuilder.Sql("""
                UPDATE "Packs" SET "BuiltOn" = "PositionAsAt";
                UPDATE "Packs" SET "IssuedAt" = "BuiltAt", "IssuedOn" = "PositionAsAt", "IssuedBy" = "BuiltBy" WHERE "Number" IS NOT NULL;
                """);

            migrationBuilder.CreateTable(
                name: "PackApprovals",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProgrammeId = table.Column<int>(type: "integer", nullable: false),
                    PackId = table.Column<int>(type: "integer", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    ApprovedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ApprovedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Sha256 = table.Column<string>(type: "text", nullable: true),
                    Note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Changes = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PackApprovals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PackApprovals_Packs_PackId",
                        column: x => x.PackId,
                        principalTable: "Packs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PackApprovals_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PackComments",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProgrammeId = table.Column<int>(type: "integer", nullable: false),
                    PackId = table.Column<int>(type: "integer", nullable: false),
                    Section = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false),
                    Answer = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    AnsweredOn = table.Column<DateOnly>(type: "date", nullable: true),
                    AnsweredBy = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PackComments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PackComments_Packs_PackId",
                        column: x => x.PackId,
                        principalTable: "Packs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PackComments_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PackDownloads",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProgrammeId = table.Column<int>(type: "integer", nullable: false),
                    PackId = table.Column<int>(type: "integer", nullable: false),
                    Form = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PackDownloads", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PackDownloads_Packs_PackId",
                        column: x => x.PackId,
                        principalTable: "Packs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PackDownloads_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey_Version",
                table: "Packs",
                columns: new[] { "ProgrammeId", "Audience", "PeriodKey", "Version" },
                unique: true,
                filter: "\"Number\" IS NOT NULL AND \"WithdrawnOn\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Packs_ProgrammeId_PositionAsAt",
                table: "Packs",
                columns: new[] { "ProgrammeId", "PositionAsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PackApprovals_PackId_MemberId",
                table: "PackApprovals",
                columns: new[] { "PackId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PackApprovals_PackId_Order",
                table: "PackApprovals",
                columns: new[] { "PackId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PackApprovals_ProgrammeId_MemberId_ApprovedOn",
                table: "PackApprovals",
                columns: new[] { "ProgrammeId", "MemberId", "ApprovedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_PackComments_PackId",
                table: "PackComments",
                column: "PackId");

            migrationBuilder.CreateIndex(
                name: "IX_PackComments_ProgrammeId",
                table: "PackComments",
                column: "ProgrammeId");

            migrationBuilder.CreateIndex(
                name: "IX_PackDownloads_PackId",
                table: "PackDownloads",
                column: "PackId");

            migrationBuilder.CreateIndex(
                name: "IX_PackDownloads_ProgrammeId",
                table: "PackDownloads",
                column: "ProgrammeId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PackApprovals");

            migrationBuilder.DropTable(
                name: "PackComments");

            migrationBuilder.DropTable(
                name: "PackDownloads");

            migrationBuilder.DropIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey_Version",
                table: "Packs");

            migrationBuilder.DropIndex(
                name: "IX_Packs_ProgrammeId_PositionAsAt",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "ApproverIds",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "IssueWithLastApproval",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "BuiltOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "Correction",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssueWithLastApproval",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssuedAt",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssuedBy",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssuedOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "SupersededBy",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "SupersededOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "TemplateHash",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnAt",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnBy",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnReason",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "CancelledBy",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "Correction",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "PeriodKey",
                table: "PackRuns");

            migrationBuilder.CreateIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey",
                table: "Packs",
                columns: new[] { "ProgrammeId", "Audience", "PeriodKey" },
                unique: true,
                filter: "\"Number\" IS NOT NULL");
        }
    }
}
